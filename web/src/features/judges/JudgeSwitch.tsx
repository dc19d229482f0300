import { useQueryClient } from "@tanstack/react-query";
import { EnabledSwitch } from "@/components/EnabledSwitch";
import { changeJudge, type Judge } from "./judges";

/** Whether a judge looks at what arrives. */
export function JudgeSwitch({ judge, label }: { judge: Judge; label?: string }) {
  const queries = useQueryClient();
  const change = async (enabled: boolean) => {
    await changeJudge(judge.name, { enabled });
    await Promise.all([queries.invalidateQueries({ queryKey: ["judges"] }), queries.invalidateQueries({ queryKey: ["judge", judge.name] })]);
  };
  return <EnabledSwitch name={judge.name} label={label} enabled={judge.enabled} onChange={change} />;
}
