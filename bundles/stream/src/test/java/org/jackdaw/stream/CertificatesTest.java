package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jackdaw.core.StartProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    Path folder;

    @Test
    void makesASelfSignedOneThatOnlyTheOwnerMayRead() throws Exception {
        new Certificates(folder, true, List.of("capulet.example"));

        Path file = folder.resolve("capulet.example.pem");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        PemCertificate made = PemCertificate.read(file, file);
        assertThat(made.chain().getFirst().getSubjectAlternativeNames().toString())
                .contains("capulet.example");
    }

    @Test
    void readsChainAndKeyFromTheFilesOfLetsEncrypt() throws Exception {
        new Certificates(folder, true, List.of("capulet.example"));
        Path both = folder.resolve("capulet.example.pem");
        Path dir = Files.createDirectories(folder.resolve("live/capulet.example"));
        Files.copy(both, dir.resolve("fullchain.pem"));
        Files.copy(both, dir.resolve("privkey.pem"));

        assertThat(new Certificates(folder.resolve("live"), false, List.of("capulet.example")))
                .isNotNull();
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Files.writeString(folder.resolve("a.example.pem"), "nothing of use");
        Files.writeString(
                folder.resolve("b.example.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        for (String domain : List.of("a.example", "b.example", "c.example")) {
            assertThatExceptionOfType(StartProblem.class)
                    .isThrownBy(() -> new Certificates(folder, false, List.of(domain)))
                    .withMessageStartingWith("No usable certificate: ")
                    .withMessageContaining(domain.equals("c.example") ? folder.toString() : domain + ".pem");
        }
    }

    @Test
    void keepsTheOldOnesWhenTheNewCannotBeUsed() throws IOException {
        Certificates certificates = new Certificates(folder, true, List.of("capulet.example"));
        Files.writeString(folder.resolve("capulet.example.pem"), "damaged");

        certificates.refresh(List.of("capulet.example"));

        assertThat(certificates.engine("capulet.example", false)).isNotNull();
    }
}
