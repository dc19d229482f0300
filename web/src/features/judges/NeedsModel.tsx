import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { connectionsQuery } from "@/api/connections";
import { TextLink } from "@/components/TextLink";

/** That a judge asks a model, where there is none to ask yet. */
export function NeedsModel() {
  const { data: connections } = useQuery(connectionsQuery);
  if (connections === undefined || connections.length > 0) return null;
  return (
    <Alert color="yellow" title="There is no model to ask yet">
      This judge asks a language model. Until there is{" "}
      <TextLink to="/settings" search={{ tab: "models" }} underline="always">
        a connection to one
      </TextLink>
      , all that it looks at is recorded as a failure, “not configured”.
    </Alert>
  );
}
