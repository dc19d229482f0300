export { ConditionsEditor } from "./ConditionsEditor";
export { type Condition, type ConditionDraft, describeCondition, startCondition, toCondition } from "./conditions";
