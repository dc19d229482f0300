import { Title } from "@mantine/core";

export function PromptsPage() {
  return <Title order={1}>PromptsPage</Title>;
}
