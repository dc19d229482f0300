import { Title } from "@mantine/core";

export function TracesPage() {
  return <Title order={1}>TracesPage</Title>;
}
