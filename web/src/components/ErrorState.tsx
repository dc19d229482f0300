import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiError } from "@/api/client";

interface Given {
  error: unknown;
  onRetry?: () => void;
  title?: string;
}

/** What went wrong, what to do about it, and a way to try again. */
export function ErrorState({ error, onRetry, title = "This could not be loaded" }: Given) {
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className="untrusted">
          {describeError(error)}
        </Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** An error in words that say what to do. */
export function describeError(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) return "You are signed out. Reload the page to sign in again.";
  if (error instanceof ApiError && error.status >= 500) {
    return `${error.message} The server's log says more; try again in a moment.`;
  }
  if (error instanceof TypeError) return "The server cannot be reached. Check that `ratchet serve` runs, then try again.";
  return error instanceof Error ? error.message : String(error);
}
