import { useQueryClient } from "@tanstack/react-query";
import { EnabledSwitch } from "@/components/EnabledSwitch";
import { changeRule, everything, type Rule } from "./alerts";

/** Whether a rule is looked at. */
export function RuleSwitch({ rule, label }: { rule: Rule; label?: string }) {
  const queries = useQueryClient();
  const change = async (enabled: boolean) => {
    await changeRule(rule.id, { enabled });
    await queries.invalidateQueries(everything);
  };
  return <EnabledSwitch name={rule.name} label={label} enabled={rule.enabled} onChange={change} />;
}
