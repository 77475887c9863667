package org.rtm.itest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How the rooms of the house lie to each other. */
@AnalyzeClasses(packages = "org.rtm", importOptions = DoNotIncludeTests.class)
class RoomsTest {
    @ArchTest
    static final ArchRule no_packages_depend_on_each_other_in_a_circle =
            slices().matching("org.rtm.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule the_api_depends_on_nobody_else =
            noClasses()
                    .that()
                    .resideInAPackage("org.rtm.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages("org.rtm.api..", "java..", "org.osgi.annotation..");

    @ArchTest
    static final ArchRule the_prefix_map_knows_nothing_of_routing =
            noClasses()
                    .that()
                    .resideInAPackage("org.rtm.impl.prefix..")
                    .should()
                    .dependOnClassesThat()
                    .resideOutsideOfPackages("org.rtm.impl.prefix..", "java..");

    @ArchTest
    static final ArchRule the_table_does_not_know_who_was_handed_what =
            noClasses()
                    .that()
                    .resideInAPackage("org.rtm.impl.table..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.rtm.impl", "org.rtm.impl.entity..");

    @ArchTest
    static final ArchRule providers_and_the_shell_do_not_know_each_other =
            slices().matching("org.rtm.(impl|notify|shell)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule protocols_know_nothing_of_rtm_but_its_api =
            noClasses()
                    .that()
                    .resideInAPackage("org.rtm.protocol..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.rtm.impl..", "org.rtm.notify..", "org.rtm.shell..");
}
