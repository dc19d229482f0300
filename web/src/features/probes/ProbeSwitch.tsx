import { useQueryClient } from "@tanstack/react-query";
import { EnabledSwitch } from "@/components/EnabledSwitch";
import { changeProbe, type Probe } from "./probes";

/** Whether a probe runs by itself. */
export function ProbeSwitch({ probe, label }: { probe: Probe; label?: string }) {
  const queries = useQueryClient();
  const change = async (enabled: boolean) => {
    await changeProbe(probe.id, { enabled });
    await Promise.all([queries.invalidateQueries({ queryKey: ["probes"] }), queries.invalidateQueries({ queryKey: ["probe", probe.id] })]);
  };
  return <EnabledSwitch name={probe.name} label={label} enabled={probe.enabled} onChange={change} />;
}
