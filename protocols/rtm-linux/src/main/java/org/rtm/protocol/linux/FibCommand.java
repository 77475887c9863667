package org.rtm.protocol.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command that shows what the kernel has of the best routes, and has it compared. */
@Component(service = FibCommand.class, property = "rtm.usage=" + FibCommand.USAGE)
@GogoCommand(scope = "rtm", function = "fib")
public final class FibCommand {
    static final String USAGE = "[-i INSTANCE] [reconcile|diff]";

    private static final long LONGEST_SECONDS = 60;

    private final LinuxForwarding forwarding;

    @Activate
    public FibCommand(@Reference LinuxForwarding forwarding) {
        this.forwarding = forwarding;
    }

    @Descriptor("show how many best routes the kernel has and why it lacks others")
    public Object fib(
            @Descriptor("of this instance (default: all)")
                    @Parameter(
                            names = {"-i", "--instance"},
                            absentValue = "")
                    String instance,
            @Descriptor(
                            "nothing to show how it stands; reconcile to compare the kernel with the table and put right what is wrong; diff to compare only")
                    String... arguments) {
        List<Fib> fibs =
                forwarding.forwarders().stream()
                        .flatMap(forwarder -> forwarder.fibs().stream())
                        .filter(fib -> instance.isEmpty() || fib.isOf(instance))
                        .toList();
        try {
            return switch (String.join(" ", arguments)) {
                case "" -> report(fibs);
                case "reconcile" -> reconcile(fibs);
                case "diff" -> differences(fibs);
                default ->
                        throw new CommandException(
                                "rtm:fib: it takes reconcile, diff or nothing, not '%s'; usage: rtm:fib %s"
                                        .formatted(String.join("' '", arguments), USAGE));
            };
        } catch (IpFailure e) {
            throw new CommandException("rtm:fib: " + e.getMessage());
        }
    }

    private FibReport report(List<Fib> fibs) {
        return new FibReport(
                new ArrayList<>(fibs.stream().map(Fib::report).toList()), forwarding.refusals());
    }

    private FibReport reconcile(List<Fib> fibs) {
        for (CompletableFuture<FibComparison> each : fibs.stream().map(Fib::reconcile).toList()) {
            try {
                each.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new CommandException("rtm:fib: " + e.getCause().getMessage());
            } catch (TimeoutException e) {
                throw new CommandException(
                        "rtm:fib: it goes on, but takes more than %d s".formatted(LONGEST_SECONDS));
            } catch (CancellationException e) {
                throw new CommandException("rtm:fib: the forwarding is stopping");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException("rtm:fib: interrupted");
            }
        }
        return report(fibs);
    }

    private static FibDifferences differences(List<Fib> fibs) throws IpFailure {
        List<FibDifferences.OfFib> all = new ArrayList<>();
        for (Fib fib : fibs) {
            all.add(new FibDifferences.OfFib(fib.report(), fib.differences()));
        }
        return new FibDifferences(all);
    }
}
