export { IoView } from "./IoView";
export { ChatView } from "./ChatView";
export { MarkdownText } from "./MarkdownText";
export { toChat } from "./chat";
export type { Message } from "./chat";
