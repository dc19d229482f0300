import { Button, Tabs } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useSearchText } from "@/app/searchText";
import { PageHeader } from "@/components/PageHeader";
import { channelsQuery } from "../channels/channels";
import { ChannelsPanel } from "../channels/ChannelsPanel";
import { firingsQuery, silencesQuery } from "./alerts";
import { HistoryPanel } from "./HistoryPanel";
import { MonitoringButtons, MonitoringState } from "./Monitoring";
import { NowPanel } from "./NowPanel";
import { RuleEditor } from "./RuleEditor";
import { RulesPanel } from "./RulesPanel";
import { SilencesPanel } from "./SilencesPanel";

/** What fires, the rules, what fired, and what nobody is told of. */
export function AlertsPage() {
  const [tab, setTab] = useSearchText("tab");
  const [isNew, setNew] = useSearchText("new");
  const { data: firings = [] } = useQuery(firingsQuery);
  const { data: silences = [] } = useQuery(silencesQuery);
  const { data: channels = [] } = useQuery(channelsQuery);
  const broken = channels.filter(({ health }) => health === "failing").length;
  const make = (
    <Button size="xs" leftSection={<IconPlus size={15} />} onClick={() => setNew("1")}>
      New rule
    </Button>
  );
  return (
    <>
      <PageHeader title="Alerts" aside={<MonitoringState />}>
        <MonitoringButtons />
        {make}
      </PageHeader>
      <Tabs value={tab || "now"} onChange={(chosen) => setTab(chosen === "now" ? null : chosen)} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Parts of alerts">
          <Tabs.Tab value="now">Firing{count(firings.length)}</Tabs.Tab>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
          <Tabs.Tab value="silences">Silences{count(silences.length)}</Tabs.Tab>
          <Tabs.Tab value="channels">Channels{broken > 0 && ` (${broken} broken)`}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="now">
          <NowPanel />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesPanel make={make} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryPanel />
        </Tabs.Panel>
        <Tabs.Panel value="silences">
          <SilencesPanel />
        </Tabs.Panel>
        <Tabs.Panel value="channels">
          <ChannelsPanel />
        </Tabs.Panel>
      </Tabs>
      {isNew && <RuleEditor onClose={() => setNew(null)} />}
    </>
  );
}

const count = (number: number) => (number > 0 ? ` (${number})` : "");
