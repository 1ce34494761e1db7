/** An instance had the request and broke off: what it did of it is not known, so nobody else may be asked. */
export class CutOff extends Error {
  override name = "CutOff";
}
