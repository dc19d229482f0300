import { Tabs } from "@mantine/core";
import { useSearchText } from "@/app/searchText";
import { PageHeader } from "@/components/PageHeader";
import { RetiredPanel } from "./RetiredPanel";
import { SettingsPanel } from "./SettingsPanel";
import { TryPanel } from "./TryPanel";
import { UsagePanel } from "./UsagePanel";

const TABS = [
  { value: "usage", label: "Usage", Panel: UsagePanel },
  { value: "try", label: "Try a query", Panel: TryPanel },
  { value: "retired", label: "Retired", Panel: RetiredPanel },
  { value: "settings", label: "Settings", Panel: SettingsPanel },
] as const;

/** Examples that prompts are given: what they do there, which a query would get, and which are shown no more. */
export function FewShotPage() {
  const [tab, setTab] = useSearchText("tab");
  return (
    <>
      <PageHeader title="Few-shot examples" />
      <Tabs value={tab || "usage"} onChange={(chosen) => setTab(chosen === "usage" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Few-shot examples">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value, Panel }) => (
          <Tabs.Panel key={value} value={value}>
            <Panel />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
