import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate with its key, PEM. */
interface Shown {
  readonly cert: string;
  readonly key: string;
}

/** An authority of its own that makes certificates with openssl, for tests; its folder is gone once it is closed. */
export function createAuthority() {
  const dir = mkdtempSync(join(tmpdir(), "probe-certificates-"));
  const at = (file: string) => join(dir, file);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: dir, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "3650",
    "-subj",
    "/CN=Test root",
  );
  const read = (file: string) => readFileSync(at(file), "utf8");
  let made = 0;

  /** Signs with the certificate of `by`, a file's name without its end. */
  function sign(options: { subject: string; extension: string; days: number; by: string }) {
    const id = `made-${++made}`;
    openssl("req", ...newKey, "-keyout", `${id}.key`, "-out", `${id}.csr`, "-subj", `/CN=${options.subject}`);
    writeFileSync(at(`${id}.ext`), options.extension);
    const signing = ["-CA", `${options.by}.pem`, "-CAkey", `${options.by}.key`, "-CAcreateserial"];
    const files = ["-in", `${id}.csr`, "-out", `${id}.pem`, "-extfile", `${id}.ext`];
    openssl("x509", "-req", ...files, "-days", String(options.days), ...signing);
    return { id, cert: read(`${id}.pem`), key: read(`${id}.key`) };
  }

  return {
    /** The authority's own certificate. */
    ca: read("ca.pem"),
    /** One that ends after `days`, -1 being yesterday, for these names. */
    certify: (names: string, days: number): Shown =>
      sign({ subject: "probed", extension: `subjectAltName=${names}`, days, by: "ca" }),
    /** One signed by another that the authority has signed, which is sent along; they end after so many days. */
    certifyBetween(names: string, days: { between: number; own: number }): Shown {
      const extension = "basicConstraints=critical,CA:TRUE";
      const between = sign({ subject: "Test between", extension, days: days.between, by: "ca" });
      const own = { subject: "probed", extension: `subjectAltName=${names}`, days: days.own, by: between.id };
      const { cert, key } = sign(own);
      return { cert: cert + between.cert, key };
    },
    /** One that nobody but itself has signed. */
    selfSigned(names: string): Shown {
      const about = ["-days", "30", "-subj", "/CN=probed", "-addext", `subjectAltName=${names}`];
      openssl("req", "-x509", ...newKey, "-keyout", "self.key", "-out", "self.pem", ...about);
      return { cert: read("self.pem"), key: read("self.key") };
    },
    close: () => rmSync(dir, { recursive: true }),
  };
}
