import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { TraceSearch } from "./links";

/** Words that lead to traces. */
export function StepLink({ search, text }: { search: TraceSearch; text: string }) {
  return (
    <Anchor renderRoot={(props) => <Link {...props} to="/traces" search={search} />} inherit>
      {text}
    </Anchor>
  );
}
