package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The web console in a router, by HTTP and in a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class WebConsoleIT {
    private static final String PASSWORD = RouterWithConsole.PASSWORD;

    private Path folder;
    private RouterWithConsole router;
    private Browser browser;
    private String answerWithoutPassword;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        router = RouterWithConsole.start(folder);
        answerWithoutPassword = router.get("/rtm", "").body();
        router.configure("password.hash=" + RouterWithConsole.HASH + "\n");
        RouterWithConsole.await(
                "the password counts", () -> router.get("/rtm", PASSWORD).statusCode() == 200);
        router.run(
                "rtm:add 10.0.0.0/8 via 192.0.2.1 dev 7; rtm:add 10.1.0.0/16 via 192.0.2.2 dev 7 metric 5;"
                        + " rtm:add 2001:db8::/32 via 2001:db8::1 dev 7; rtm:generate -4 250");
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (router != null) {
            router.close();
        }
    }

    private Browser browser() {
        if (browser == null) {
            browser = new Browser(router, folder.resolve("profile"));
        }
        browser.screen(1200, 800, "light");
        return browser;
    }

    @Test
    void without_a_configured_password_nobody_gets_in_and_is_told_why() {
        assertThat(answerWithoutPassword)
                .contains("has no password yet", "openssl passwd -6", "org.rtm.webconsole");
    }

    @Test
    void nobody_gets_in_without_the_password_on_any_page() throws Exception {
        for (String path :
                List.of("/rtm", "/rtm/routes", "/rtm/rtm.js", "/bundles", "/configMgr")) {
            assertThat(router.get(path, "admin").statusCode()).as(path).isEqualTo(401);
        }
        assertThat(router.get("/bundles", PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void the_web_console_stops_no_bundle_unless_that_is_configured() throws Exception {
        HttpResponse<String> refused =
                router.send(
                        router.request("/bundles/rtm-rip", PASSWORD)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("action=stop"))
                                .build());

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("writable=true");
        assertThat(router.run("lb -s rtm-rip")).contains("Active");
    }

    @Test
    void a_page_goes_on_where_the_one_before_ended() throws Exception {
        String first = router.get("/rtm/routes", PASSWORD).body();
        String next = first.replaceAll(".*\"next\":\"([^\"]*)\".*", "$1").replace("\\", "");
        String second = router.get("/rtm/routes?from=" + next, PASSWORD).body();

        assertThat(first.split("\"destination\"")).hasSize(101);
        assertThat(second).contains("\"routes\":[{\"destination\":\"" + next.replace("/", "\\/"));
    }

    @Test
    void what_makes_no_sense_is_refused_with_the_reason() throws Exception {
        Map<String, String> refusals =
                Map.of(
                        "routes?prefix=300.1.1.1",
                                "'300.1.1.1' is not an IPv4 or IPv6 address or prefix",
                        "changes?after=x", "after 'x' is not a number",
                        "nothing",
                                "there is no '/nothing'; there are /status, /routes, /changes and /samples");
        for (Map.Entry<String, String> refusal : refusals.entrySet()) {
            HttpResponse<String> refused = router.get("/rtm/" + refusal.getKey(), PASSWORD);

            assertThat(refused.statusCode()).as(refusal.getKey()).isEqualTo(400);
            assertThat(refused.body().replace("\\/", "/")).contains(refusal.getValue());
        }
    }

    @InBrowser
    void routes_are_found_by_prefix_by_address_and_by_entity() throws Exception {
        Browser shown = browser();
        shown.open("routes?prefix=10.0.0.0%2F8&match=longer&view=0");
        assertThat(shown.texts("#routes-table tbody td:first-child"))
                .startsWith("10.0.0.0/8")
                .contains("10.1.0.0/16");
        assertThat(shown.text("#routes-table tbody tr:first-child"))
                .contains("unicast", "via 192.0.2.1, if 7", "NETMGMT-1");

        shown.open("routes?prefix=10.1.2.3&match=covering&view=0&entity=NETMGMT-1");
        assertThat(shown.texts("#routes-table tbody td:first-child"))
                .containsExactly("10.1.0.0/16", "10.0.0.0/8");

        shown.open("routes?prefix=10.0.0.0%2F8&match=exact");
        assertThat(shown.texts("#routes-table tbody td:first-child")).containsExactly("10.0.0.0/8");

        shown.open("routes?prefix=2001%3Adb8%3A%3A%2F32");
        assertThat(shown.text("#routes-table tbody tr:first-child"))
                .contains("2001:db8::/32", "via 2001:db8::1");
    }

    @InBrowser
    void a_search_and_an_entity_are_reached_by_the_keyboard_alone() throws Exception {
        Browser shown = browser();
        shown.open("entities");
        shown.open("routes");
        shown.script("document.activeElement.blur()");
        shown.press(Keys.TAB);
        assertThat(shown.focus()).isEqualTo("skip");
        shown.tabTo("#prefix");
        shown.press("10.1.2.3", Keys.ENTER);
        shown.awaitShown(
                "#/routes?instance=0&family=IPV4&prefix=10.1.2.3&match=covering&view=0&entity=");
        assertThat(shown.texts("#routes-table tbody td:first-child"))
                .contains("10.1.0.0/16", "10.0.0.0/8");
        assertThat(shown.focus()).isEqualTo("routes-heading");

        shown.tabTo("#routes-table tbody tr:first-child td:nth-child(5) a");
        shown.press(Keys.ENTER);
        shown.await("the entity is shown", "#entity-heading", "NETMGMT-1");
        assertThat(shown.text("#entity-facts")).contains("rtm-shell", "2 of at most 10,000,000");
        shown.tabTo("#entity-routes");
        shown.press(Keys.ENTER);
        shown.await("its routes are shown", "#routes-status", "2 routes");
    }

    @InBrowser
    void a_change_appears_while_one_looks() throws Exception {
        Browser shown = browser();
        shown.open("changes");
        router.run("rtm:add 172.16.0.0/12 via 192.0.2.3 dev 7");
        shown.await("the change is shown", "#changes-table tbody tr", "172.16.0.0/12");
        router.run("rtm:delete 172.16.0.0/12");

        shown.await("the withdrawal is shown", "#changes-table tbody tr:first-child", "withdrawn");
        assertThat(shown.texts("#changes-table tbody tr"))
                .anyMatch(row -> row.contains("NETMGMT-1 [10/0] via 192.0.2.3, if 7"));
    }

    @InBrowser
    void a_page_that_is_open_goes_on_when_the_numbers_of_changes_and_samples_begin_anew()
            throws Exception {
        Browser shown = browser();
        shown.open("rates");
        shown.await("many samples are shown", "#size-summary", "Routes now");
        shown.script("location.hash = '#/changes'");
        shown.awaitShown("#/changes");
        for (int metric = 1; metric <= 5; metric++) {
            router.run("rtm:add 172.19.0.0/16 via 192.0.2.3 dev 7 metric " + metric);
        }
        shown.await("the changes are shown", "#changes-table tbody tr:first-child", "[10/5]");
        Object epoch = shown.script("return changesEpoch");

        router.restartBundle("rtm-webconsole");
        Object restarted = shown.script("return Date.now()");

        // Only from then on are changes followed.
        RouterWithConsole.await(
                "the page has noticed",
                () ->
                        Boolean.TRUE.equals(
                                shown.script("return changesEpoch !== arguments[0]", epoch)));
        router.run("rtm:add 172.20.0.0/16 via 192.0.2.3 dev 7");
        shown.await("what changed afterwards is shown", "#changes-table", "172.20.0.0/16");
        shown.script("location.hash = '#/rates'");
        shown.awaitShown("#/rates");
        RouterWithConsole.await(
                "the chart goes on",
                () ->
                        Boolean.TRUE.equals(
                                shown.script(
                                        "return samples.length > 0 && samples[samples.length - 1].millis > arguments[0]",
                                        restarted)));
        router.run("rtm:delete 172.19.0.0/16; rtm:delete 172.20.0.0/16");
    }

    @InBrowser
    void an_answer_that_comes_after_one_has_gone_on_is_not_shown() throws Exception {
        Browser shown = browser();
        shown.open("routes");
        shown.script(
                "const ask = window.fetch; window.fetch = (what, how) => what.includes('10.0.0.0')"
                        + " ? new Promise(late => { window.release = late; }).then(() => ask(what, how)) : ask(what, how);");
        shown.script("location.hash = '#/routes?prefix=10.0.0.0%2F8&match=exact'");
        RouterWithConsole.await(
                "the first is asked for",
                () -> Boolean.TRUE.equals(shown.script("return 'release' in window")));
        shown.script("location.hash = '#/routes?prefix=10.1.0.0%2F16&match=exact'");
        shown.awaitShown("#/routes?prefix=10.1.0.0%2F16&match=exact");

        shown.script("window.release()");
        shown.settle();

        assertThat(shown.texts("#routes-table tbody td:first-child"))
                .containsExactly("10.1.0.0/16");
        assertThat(shown.attribute("#problem", "hidden")).isNotNull();
    }

    @InBrowser
    void the_charts_show_size_and_rate_and_say_so_in_words() throws Exception {
        Browser shown = browser();
        shown.open("rates");

        shown.await("the table's size is told", "#size-summary", "Routes now 25");
        assertThat(shown.text("#rate-summary")).startsWith("Changes now");
        assertThat(shown.attribute("#size-chart svg polyline.one", "points").split(" "))
                .hasSizeGreaterThan(1);
        assertThat(shown.attribute("#size-chart svg", "aria-label")).startsWith("Routes: now 25");
    }

    @InBrowser
    void what_the_router_says_is_text_and_never_markup() throws Exception {
        Browser shown = browser();

        shown.open("entity?id=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E");

        assertThat(shown.text("#entity-heading")).startsWith("<img src=x");
        assertThat(shown.text("#problem")).contains("No entity '<img");
        assertThat(shown.script("return document.images.length")).isEqualTo(0L);
    }

    @InBrowser
    void axe_finds_no_violation_on_any_page_in_light_dark_and_phone_width() throws Exception {
        Browser shown = browser();
        for (String page :
                List.of("routes", "entities", "entity?id=NETMGMT-1", "changes", "rates")) {
            String name = page.replaceAll("\\W.*", "");
            for (String screen : List.of("light", "dark", "phone")) {
                boolean phone = screen.equals("phone");
                shown.screen(
                        phone ? 390 : 1200,
                        phone ? 844 : name.equals("rates") ? 860 : 620,
                        phone ? "light" : screen);
                shown.open(page);
                if (name.equals("changes")) {
                    changeSomething(screen.length());
                    shown.await("changes are shown", "#changes-table tbody tr", "2001:db8:1::/48");
                }

                shown.screenshot(name + "-" + screen);
                assertThat(shown.violations()).as("%s, %s", page, screen).isEmpty();
                assertThat(
                                shown.script(
                                        "return document.documentElement.scrollWidth <= window.innerWidth"))
                        .as("%s, %s: nothing beside the screen", page, screen)
                        .isEqualTo(true);
            }
        }
    }

    /** Changes routes of both families, to another metric than the one before. */
    private void changeSomething(int metric) throws Exception {
        router.run(
                "rtm:add 172.17.0.0/16 via 192.0.2.3 dev 7 metric %1$d; rtm:add 172.18.0.0/16 via 192.0.2.4 dev 7; rtm:delete 172.18.0.0/16; rtm:add 2001:db8:1::/48 via 2001:db8::1 dev 7 metric %1$d"
                        .formatted(metric));
    }
}
