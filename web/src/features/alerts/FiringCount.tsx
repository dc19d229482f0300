import { Badge } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { statesQuery } from "./alerts";

const MINUTE_MS = 60_000;

/** How many alerts fire, beside the page's name; nothing where none does. */
export function FiringCount() {
  const { data: states } = useQuery({ ...statesQuery, refetchInterval: MINUTE_MS });
  const firing = states?.filter(({ state }) => state === "firing").length ?? 0;
  if (firing === 0) return null;
  return (
    <Badge size="sm" color="red" variant="filled" circle={firing < 10} title={firing === 1 ? "One alert fires" : `${firing} alerts fire`}>
      {firing}
    </Badge>
  );
}
