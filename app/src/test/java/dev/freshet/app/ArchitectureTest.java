package dev.freshet.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The laws of the architecture that the module graph alone cannot hold.
@AnalyzeClasses(packages = "dev.freshet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] FORBIDDEN_PACKAGES = {
    "..util..", "..common..", "..impl..", "..helper..", "..base..", "..manager.."
  };

  @ArchTest
  static final ArchRule mediaUsesNettysBuffersAndNothingElseOfNetty =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.handler..",
              "io.netty.bootstrap..",
              "io.netty.util.concurrent..",
              "dev.freshet.protocol..",
              "dev.freshet.hub..",
              "dev.freshet.node..",
              "dev.freshet.app..");

  @ArchTest
  static final ArchRule hubKnowsNoProtocolAndNoChannel =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.netty.channel..",
              "io.netty.handler..",
              "dev.freshet.protocol..",
              "dev.freshet.node..");

  @ArchTest
  static final ArchRule protocolKnowsNoStream =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.protocol..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.freshet.hub..", "dev.freshet.node..");

  @ArchTest
  static final ArchRule contractDependsOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.media..",
              "dev.freshet.protocol..",
              "dev.freshet.hub..",
              "dev.freshet.cluster..",
              "dev.freshet.node..",
              "dev.freshet.app..",
              "io.netty..");

  @ArchTest
  static final ArchRule clusterKnowsTheContractOnly =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.cluster..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.freshet.media..",
              "dev.freshet.protocol..",
              "dev.freshet.hub..",
              "dev.freshet.node..",
              "dev.freshet.app..");

  @ArchTest
  static final ArchRule onlyItsPackageKnowsEtcd =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.freshet.cluster.store.etcd..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.etcd..", "io.grpc..");

  @ArchTest
  static final ArchRule ingestAndPlaybackMeetOnlyInTheHub =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.node.ingest..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.node.playback..");

  @ArchTest
  static final ArchRule playbackDoesNotKnowIngest =
      noClasses()
          .that()
          .resideInAPackage("dev.freshet.node.playback..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.freshet.node.ingest..");

  @ArchTest
  static final ArchRule rtmpAndHttpDoNotSeeOneAnother =
      noClasses()
          .that()
          .resideInAnyPackage("dev.freshet.protocol.rtmp..", "dev.freshet.node.rtmp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.freshet.protocol.http..", "dev.freshet.node.http..");

  @ArchTest
  static final ArchRule packagesSayWhatTheyHold =
      noClasses().should().resideInAnyPackage(FORBIDDEN_PACKAGES);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.freshet.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule mediaAndHubHaveNoLocks =
      noClasses()
          .that()
          .resideInAnyPackage("dev.freshet.media..", "dev.freshet.hub..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.concurrent.locks..");

  @ArchTest
  static final ArchRule onlyTheProgramAndItsClockAskForTheTime =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.freshet.app..", "dev.freshet.bench..")
          .and()
          .doNotHaveSimpleName("SystemClock")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule staticsDoNotChange =
      fields().that().areStatic().and().areNotPrivate().should().beFinal();

  @ArchTest
  static final ArchRule staticsAreFinalAndHoldNoCollectionsThatChange =
      fields().that().areStatic().should(beConstant());

  private static ArchCondition<JavaField> beConstant() {
    return new ArchCondition<>("be constant") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean synthetic = field.getModifiers().contains(JavaModifier.SYNTHETIC);
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        if (!synthetic && (!isFinal || isMutable(field.getRawType()))) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
        }
      }
    };
  }

  /// Interfaces may be immutable; classes made to be changed are not.
  private static boolean isMutable(JavaClass type) {
    boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    boolean immutableType =
        List.of("java.util.List", "java.util.Map", "java.util.Set").contains(type.getName());
    return type.getPackageName().startsWith("java.util.concurrent")
        || (collection && !immutableType);
  }
}
