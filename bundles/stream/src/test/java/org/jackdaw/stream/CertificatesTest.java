package org.jackdaw.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jackdaw.core.StartProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?s)-----BEGIN PRIVATE KEY-----.*", // the key
                "(?s)(?<=BEGIN CERTIFICATE-----.{100}).{100}", // a part of the certificate
                "(?s)(?<=BEGIN PRIVATE KEY-----.{41}).{20}", // a part of the key
                "(?s).{3}(?=\\s*-----END PRIVATE KEY)", // its end
            })
    void namesTheFileThatIsDamaged(String lost) throws Exception {
        new Certificates(folder, true, List.of("a.example"));
        Path file = folder.resolve("a.example.pem");
        String whole = Files.readString(file);
        Files.writeString(file, whole.replaceFirst(lost, ""));

        assertThat(file).content().isNotEqualTo(whole);
        assertThatExceptionOfType(StartProblem.class)
                .isThrownBy(() -> new Certificates(folder, true, List.of("a.example")))
                .withMessageStartingWith("No usable certificate: ")
                .withMessageContaining(file.toString());
    }

    @Test
    void refusesTheKeyOfAnotherCertificate() throws Exception {
        new Certificates(folder, true, List.of("a.example", "b.example"));
        Path file = folder.resolve("a.example.pem");
        String key = "(?s)-----BEGIN PRIVATE KEY.*";
        Matcher other = Pattern.compile(key).matcher(Files.readString(folder.resolve("b.example.pem")));
        assertThat(other.find()).isTrue();
        Files.writeString(file, Files.readString(file).replaceFirst(key, Matcher.quoteReplacement(other.group())));

        assertThatExceptionOfType(StartProblem.class)
                .isThrownBy(() -> new Certificates(folder, true, List.of("a.example")))
                .withMessageContainingAll(file.toString(), "do not belong together");
    }

    @Test
    void keepsTheOldOnesWhenTheNewCannotBeUsed() throws IOException {
        Certificates certificates = new Certificates(folder, true, List.of("capulet.example"));
        Files.writeString(folder.resolve("capulet.example.pem"), "damaged");

        certificates.refresh(List.of("capulet.example"));

        assertThat(certificates.engine("capulet.example", false)).isNotNull();
    }
}
