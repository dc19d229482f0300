import { Title } from "@mantine/core";

export function ScoresPage() {
  return <Title order={1}>ScoresPage</Title>;
}
