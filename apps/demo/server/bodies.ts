import { z } from "zod";

/** The bodies that the api takes. Forms send texts, so numbers may come as texts. */
const id = z.coerce.number().int().min(1);
const quantity = z.coerce.number().int().min(1).max(99);

/** Who logs in is who asks. Without a password it is a session that is taken up again. */
export const loginSchema = z.object({
  user: z.string().max(100).optional(),
  password: z.string().max(100).optional(),
});
export const cartSchema = z.object({ product: id.optional(), quantity: quantity.default(1) });
export const itemSchema = z.object({ product: id, quantity: quantity.default(1) });
/** Without `cart` it is for the user's open one, without `card` by the card that the shop knows. */
export const paymentSchema = z.object({
  cart: id.optional(),
  card: z
    .string()
    .regex(/^\d{12,19}$/, "12 to 19 digits")
    .optional(),
});
export const signupSchema = z.object({ plan: z.enum(["basic", "pro"]).default("basic") });
export const emptySchema = z.object({});

/** The password of each user. */
export const passwordOf = (user: string) => `${user}-password`;

/** A card that is always declined ends so. */
export const DECLINED_CARD_END = "0002";

/** A body by its schema, or what is wrong with it in words. An empty one counts as `{}`. */
export function parseBody<T>(
  schema: z.ZodType<T>,
  text: string | undefined,
): { value: T } | { wrong: string } {
  let json: unknown;
  try {
    json = text === undefined || text === "" ? {} : JSON.parse(text);
  } catch {
    return { wrong: "the body is no JSON" };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return { wrong: `${issue?.path.join(".") || "the body"}: ${issue?.message}` };
}
