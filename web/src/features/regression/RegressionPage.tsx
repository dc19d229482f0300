import { Button, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useSearchText } from "@/app/searchText";
import { PageHeader } from "@/components/PageHeader";
import { TargetsPanel } from "../targets/TargetsPanel";
import { BaselinesPanel } from "./BaselinesPanel";
import { FlakinessPanel } from "./FlakinessPanel";
import { NewTest } from "./NewTest";
import { TestsPanel } from "./TestsPanel";

/** Releases held against their baselines: tests, baselines, flaky items, and the targets that are asked. */
export function RegressionPage() {
  const [tab, setTab] = useSearchText("tab");
  const [isNew, setNew] = useSearchText("new");
  return (
    <>
      <PageHeader title="Regression">
        <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
          New test
        </Button>
      </PageHeader>
      <Tabs value={tab || "tests"} onChange={(chosen) => setTab(chosen === "tests" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of regression testing">
          <Tabs.Tab value="tests">Tests</Tabs.Tab>
          <Tabs.Tab value="baselines">Baselines</Tabs.Tab>
          <Tabs.Tab value="flakiness">Flaky items</Tabs.Tab>
          <Tabs.Tab value="targets">Targets</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tests">
          <TestsPanel onNew={() => setNew("1")} />
        </Tabs.Panel>
        <Tabs.Panel value="baselines">
          <BaselinesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="flakiness">
          <FlakinessPanel />
        </Tabs.Panel>
        <Tabs.Panel value="targets">
          <TargetsPanel />
        </Tabs.Panel>
      </Tabs>
      {isNew && <NewTest onClose={() => setNew(null)} />}
    </>
  );
}
