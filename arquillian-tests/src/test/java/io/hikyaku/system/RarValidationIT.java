package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.ResourceAdapter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.jca.validator.Validation;
import org.junit.jupiter.api.Test;

/** The archive as the validator of IronJacamar, the adapter container of WildFly, sees it. */
class RarValidationIT {

  private static final Path RAR = Built.SERVER.resolve("adapter/hikyaku.rar");

  @Test
  void theValidatorFindsNothing() throws IOException, URISyntaxException {
    Path reports = Files.createDirectories(Built.WORK.resolve("rar-validation"));
    Path api =
        Path.of(ResourceAdapter.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    int outcome =
        Validation.validate(RAR.toUri().toURL(), reports.toString(), new String[] {api.toString()});

    assertThat(outcome).as(texts(reports)).isZero();
  }

  private static String texts(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        all.append(file).append('\n').append(Files.readString(file)).append('\n');
      }
    }
    return all.toString();
  }
}
