package io.hikyaku.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The arrows between packages run one way. */
class ArchitectureTest {

  private static final JavaClasses STORE =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("io.hikyaku.store");

  @Test
  void onePackageKnowsInfinispan() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..store.infinispan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.infinispan..", "org.jgroups..")
        .check(STORE);
  }

  @Test
  void onlyTheStarterPicksTheCluster() {
    classes()
        .that()
        .resideInAPackage("..store.infinispan..")
        .should()
        .onlyHaveDependentClassesThat()
        .resideInAnyPackage("..store.infinispan..", "io.hikyaku.store")
        .check(STORE);
  }

  @Test
  void pagesKnowNothing() {
    noClasses()
        .that()
        .resideInAPackage("..store.page..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..store.index..", "..store.commit..", "..store.node..", "..store.cluster..")
        .check(STORE);
  }

  @Test
  void theIndexKnowsPagesOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.index..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..store.commit..", "..store.node..", "..store.infinispan..")
        .check(STORE);
  }

  @Test
  void tuplesKnowTheClusterOnly() {
    noClasses()
        .that()
        .resideInAPackage("..store.tuple..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..store.page..",
            "..store.index..",
            "..store.commit..",
            "..store.node..",
            "..store.infinispan..")
        .check(STORE);
  }

  @Test
  void theCommitterKnowsNoNode() {
    noClasses()
        .that()
        .resideInAPackage("..store.commit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..store.node..", "..store.infinispan..")
        .check(STORE);
  }
}
