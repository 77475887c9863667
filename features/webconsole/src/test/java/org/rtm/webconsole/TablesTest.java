package org.rtm.webconsole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rtm.api.AddressFamily;
import org.rtm.api.EntityRegistration;
import org.rtm.api.RoutingTableManager;
import org.rtm.api.RtmException;
import org.rtm.api.RtmStatus;

class TablesTest {
    private final TestTables rtm = new TestTables();

    @AfterEach
    void stop() {
        rtm.close();
    }

    @Test
    void a_manager_that_goes_takes_along_what_was_read_there() {
        RoutingTableManager manager = rtm.rtm.manager(0, "");
        Tables tables = new Tables();
        tables.addManager(manager);
        EntityRegistration reader = tables.reader(0, AddressFamily.IPV4);

        tables.removeManager(manager);

        assertThatExceptionOfType(RtmException.class)
                .isThrownBy(reader::entity)
                .extracting(RtmException::status)
                .isEqualTo(RtmStatus.INVALID_HANDLE);
        tables.addManager(manager);
        assertThat(tables.reader(0, AddressFamily.IPV4)).isNotSameAs(reader);
        tables.close();
    }

    @Test
    void without_a_manager_it_is_said_which_one_is_missing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> rtm.tables.reader(7, AddressFamily.IPV4))
                .withMessage(
                        "no routing table manager runs for instance 7; the bundle is rtm-impl");
    }
}
