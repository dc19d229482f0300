import { useHotkeys } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { PAGES } from "./pages";

/** Go anywhere from the keyboard: Ctrl K, or `g` and the page's letter; an id of a trace opens it. */
export function Palette() {
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  useGoTo();
  const typed = query.trim();
  const found = typed
    ? [
        {
          id: "search",
          label: `Find traces with “${typed}”`,
          leftSection: <IconSearch size={18} />,
          onClick: () => void navigate({ to: "/traces", search: { text: typed } }),
        },
        {
          id: "trace",
          label: `Open the trace with the id ${typed}`,
          onClick: () => void navigate({ to: "/traces/$traceId", params: { traceId: typed } }),
        },
      ]
    : [];
  const pages = PAGES.map(({ to, label, icon: Icon, key }) => ({
    id: to,
    label,
    description: `g ${key}`,
    leftSection: <Icon size={18} />,
    onClick: () => void navigate({ to }),
  }));
  return (
    <Spotlight
      shortcut={["mod + K", "/"]}
      query={query}
      onQueryChange={setQuery}
      actions={[...pages, ...found]}
      filter={(_, actions) =>
        (actions as { id: string; label: string }[]).filter(
          ({ id, label }) => id === "search" || id === "trace" || label.toLowerCase().includes(typed.toLowerCase()),
        )
      }
      nothingFound="Nothing found"
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: "A page, a trace's id, or words to search for" }}
    />
  );
}

const LETTER_WAIT_MS = 1000;

function useGoTo() {
  const navigate = useNavigate();
  const began = useRef(0);
  useHotkeys([
    ["g", () => (began.current = Date.now())],
    ...PAGES.map(({ to, key }): [string, () => void] => [
      key,
      () => {
        if (Date.now() - began.current < LETTER_WAIT_MS) void navigate({ to });
      },
    ]),
  ]);
}
