import { useQueryClient } from "@tanstack/react-query";
import { EnabledSwitch } from "@/components/EnabledSwitch";
import { changeCollector, type Collector } from "./collectors";

/** Whether a collector looks at what arrives. */
export function CollectorSwitch({ collector, label }: { collector: Collector; label?: string }) {
  const queries = useQueryClient();
  const change = async (enabled: boolean) => {
    await changeCollector(collector.name, { enabled });
    await Promise.all([
      queries.invalidateQueries({ queryKey: ["collectors"] }),
      queries.invalidateQueries({ queryKey: ["collector", collector.name] }),
    ]);
  };
  return <EnabledSwitch name={collector.name} label={label} enabled={collector.enabled} onChange={change} />;
}
