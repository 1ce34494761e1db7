/** How messages leave the house: channels, and the delivery that tries until they took them. For Node only. */
export { createDelivery, type Delivery } from "./delivery.ts";
export { messageOf } from "./message.ts";
