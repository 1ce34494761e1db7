import type { CaaRecord, MxRecord, NaptrRecord, SoaRecord, SrvRecord } from "node:dns";

/** The texts of one answer, as Node gives it for a kind of record: first as zone files write it, then what people may mean by it, such as a mail server's name alone. */
export function answerTexts(record: string, answer: unknown): [string, ...string[]] {
  switch (record) {
    case "MX": {
      const { priority, exchange } = answer as MxRecord;
      return [`${priority} ${exchange}`, exchange];
    }
    case "SRV": {
      const { priority, weight, port, name } = answer as SrvRecord;
      return [`${priority} ${weight} ${port} ${name}`, name, `${name}:${port}`];
    }
    case "SOA": {
      const { nsname, hostmaster, serial, refresh, retry, expire, minttl } = answer as SoaRecord;
      return [[nsname, hostmaster, serial, refresh, retry, expire, minttl].join(" "), nsname, String(serial)];
    }
    case "TXT":
      return [(answer as string[]).join("")];
    case "CAA": {
      const { critical, ...property } = answer as CaaRecord;
      const [[tag, value] = ["", ""]] = Object.entries(property).filter(([name]) => name !== "type");
      return [`${critical} ${tag} "${value}"`, String(value)];
    }
    case "NAPTR": {
      const { order, preference, flags, service, regexp, replacement } = answer as NaptrRecord;
      return [`${order} ${preference} "${flags}" "${service}" "${regexp}" ${replacement}`, replacement];
    }
    default:
      return [String(answer)];
  }
}
