// Comes in: a profile's name (PDFUA-1, PDFA-2A, …) and PDF files. Goes out: for each failed check a line "failed" with
// file, clause, test number, message and place between tabs, for each file read a line "checked", else "unreadable".
//
// Run without compiling: java -cp <jars> Check.java PROFILE FILE…

import java.io.File;
import java.io.InputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.core.VeraPDFException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

class Check {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        ValidationProfile profile = profile(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            check(arguments[i], profile);
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        try (InputStream xml = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            if (xml == null) {
                throw new IllegalArgumentException("no profile " + name);
            }
            return Profiles.profileFromXml(xml);
        }
    }

    private static void check(String file, ValidationProfile profile) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), profile.getPDFAFlavour());
                PDFAValidator validator = ValidatorFactory.createValidator(profile)) {
            ValidationResult result = validator.validate(parser);
            for (TestAssertion found : result.getTestAssertions()) {
                if (found.getStatus() == TestAssertion.Status.FAILED) {
                    print(file, found);
                }
            }
            line("checked", file, Boolean.toString(result.isCompliant()));
        } catch (VeraPDFException unreadable) {
            line("unreadable", file, String.valueOf(unreadable.getMessage()));
        }
    }

    private static void print(String file, TestAssertion found) {
        String clause = found.getRuleId().getClause();
        String test = Integer.toString(found.getRuleId().getTestNumber());
        String said = found.getErrorMessage() == null ? found.getMessage() : found.getErrorMessage();
        line("failed", file, clause, test, said, String.valueOf(found.getLocation().getContext()));
    }

    private static void line(String... fields) {
        for (int i = 0; i < fields.length; i++) {
            fields[i] = fields[i].replaceAll("\\s+", " ");
        }
        System.out.println(String.join("\t", fields));
    }
}
