/** How messages leave the house: channels, and the delivery that tries until they took them. For Node only. */
export { type ChannelTools, type Message, pictureId, type Sent } from "../channels/channel.ts";
