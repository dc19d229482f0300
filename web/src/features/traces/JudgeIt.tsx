import { Button, Loader, Menu } from "@mantine/core";
import { IconGavel } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { judgeNamesQuery } from "@/api/judges";
import type { Subject } from "./trace";

/** Ask one of the judges about a trace or a step, on that judge's page. */
export function JudgeIt({ subject }: { subject: Subject }) {
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const { data: names } = useQuery({ ...judgeNamesQuery, enabled: opened });
  const ask = (judgeName: string) =>
    void navigate({
      to: "/judges/$judgeName",
      params: { judgeName },
      search: { tab: "try", trace: subject.traceId, span: subject.spanId ?? undefined },
    });
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end">
      <Menu.Target>
        <Button size="compact-sm" variant="default" flex="none" leftSection={<IconGavel size={15} />}>
          Judge it
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
        <Menu.Label>By which judge?</Menu.Label>
        {names === undefined && <Loader size="xs" m="xs" />}
        {names?.map((name) => (
          <Menu.Item key={name} onClick={() => ask(name)}>
            <bdi>{name}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
