export { TextDiff } from "./TextDiff";
