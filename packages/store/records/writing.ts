import { Refusal } from "@mission-control/contracts";
import { refusalOf } from "../spool.ts";

/** Writes to the records; a disk that cannot be written is a refusal. */
export async function writing<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw error instanceof Refusal ? error : refusalOf(error);
  }
}
