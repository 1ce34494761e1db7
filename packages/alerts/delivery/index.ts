/** How messages leave the house: channels, and the delivery that tries until they took them. For Node only. */
export type { ChannelTools, Message, Sent } from "../channels/channel.ts";
export { sendBy } from "../channels/send.ts";
export { createTold } from "../channels/told.ts";
export { secretFault } from "../channels/webhook.ts";
export { createDelivery, type Delivery } from "./delivery.ts";
export { messageOf } from "./message.ts";
