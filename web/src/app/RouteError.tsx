import { Alert, Button, Container, Group, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";

/** Something could not be shown: what, and a way on. */
export function RouteError({ error }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Container size="sm" py="xl">
      <Alert color="red" title="This page could not be shown" role="alert">
        <Stack align="flex-start">
          <Text className="untrusted">{error instanceof Error ? error.message : String(error)}</Text>
          <Group>
            <Button size="xs" onClick={() => void router.invalidate()}>
              Try again
            </Button>
            <Button size="xs" variant="default" component={Link} to="/">
              Overview
            </Button>
          </Group>
        </Stack>
      </Alert>
    </Container>
  );
}

export function NotFoundPage() {
  return (
    <Container size="sm" py="xl">
      <Title order={1}>There is no such page</Title>
      <Text my="md">The address may be mistyped, or what it showed was deleted.</Text>
      <Button component={Link} to="/">
        Overview
      </Button>
    </Container>
  );
}
