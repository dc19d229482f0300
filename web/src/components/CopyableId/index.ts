export { CopyableId } from "./CopyableId";
export { CopyButton } from "./CopyButton";
