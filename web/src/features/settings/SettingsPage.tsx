import { Tabs } from "@mantine/core";
import { IconCode, IconFolders, IconKey, IconPlug } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchText } from "@/app/searchText";
import { PageHeader } from "@/components/PageHeader";
import { ConnectionsPanel } from "../connections/ConnectionsPanel";
import { ConnectPanel } from "./ConnectPanel";
import type { NewKey } from "./keys";
import { KeysPanel } from "./KeysPanel";
import { ProjectsPanel } from "./ProjectsPanel";

/** Keys, the way to connect an application, the models that judges ask, and projects. */
export function SettingsPage() {
  const [tab, setTab] = useSearchText("tab");
  // The secret lives here alone, and goes with the page.
  const [made, setMade] = useState<NewKey | null>(null);
  return (
    <>
      <PageHeader title="Settings" />
      <Tabs value={tab || "keys"} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md" aria-label="Settings">
          <Tabs.Tab value="keys" leftSection={<IconKey size={16} />}>
            Keys
          </Tabs.Tab>
          <Tabs.Tab value="connect" leftSection={<IconCode size={16} />}>
            Connect
          </Tabs.Tab>
          <Tabs.Tab value="models" leftSection={<IconPlug size={16} />}>
            Models
          </Tabs.Tab>
          <Tabs.Tab value="projects" leftSection={<IconFolders size={16} />}>
            Projects
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="keys">
          <KeysPanel made={made} onMade={setMade} />
        </Tabs.Panel>
        <Tabs.Panel value="connect">
          <ConnectPanel made={made} />
        </Tabs.Panel>
        <Tabs.Panel value="models">
          <ConnectionsPanel />
        </Tabs.Panel>
        <Tabs.Panel value="projects">
          <ProjectsPanel />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
