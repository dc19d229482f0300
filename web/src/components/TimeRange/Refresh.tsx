import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { IconChevronDown, IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { refreshNow } from "./now";

const PERIODS_S: Record<string, number> = { "10s": 10, "30s": 30, "1m": 60, "5m": 300 };

/** Look again: now, or every so often while the range ends now and the page is seen. */
export function Refresh({ endsNow }: { endsNow: boolean }) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const every = typeof search.refresh === "string" && endsNow ? search.refresh : "";
  const period = PERIODS_S[every];
  const navigate = useNavigate();
  const queries = useQueryClient();
  const refresh = () => {
    if (endsNow) refreshNow();
    else void queries.invalidateQueries();
  };
  const timer = useInterval(() => !document.hidden && refresh(), (period ?? 60) * 1000);
  useEffect(() => {
    if (period !== undefined) timer.start();
    return timer.stop;
  }, [period, timer]);
  const choose = (name?: string) => void navigate({ to: ".", search: (had: object) => ({ ...had, refresh: name }) });
  return (
    <ActionIcon.Group>
      <Tooltip label="Refresh">
        <ActionIcon variant="default" size="input-xs" aria-label="Refresh" onClick={refresh}>
          <IconRefresh size={16} />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" size="xs" px={6} disabled={!endsNow} aria-label={`Refresh every: ${period ? every : "never"}`}>
            {period ? every : <IconChevronDown size={14} />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Refresh every</Menu.Label>
          {Object.keys(PERIODS_S).map((name) => (
            <Menu.Item key={name} onClick={() => choose(name)} fw={name === every ? 600 : 400}>
              {name}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => choose(undefined)}>Never</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </ActionIcon.Group>
  );
}
