import { Alert, Button, Code, Container, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Session, sessionQuery, signIn } from "@/api/session";

const route = getRouteApi("/sign-in");

/** The way in: a link that works once, or a secret key. */
export function SignIn() {
  const { token, next } = route.useSearch();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [secretKey, setSecretKey] = useState("");
  const attempt = useMutation({
    mutationFn: signIn,
    onSuccess: async (session: Session) => {
      queries.setQueryData(sessionQuery.queryKey, session);
      await navigate({ href: isOwn(next) ? next : "/", replace: true });
    },
  });
  return (
    <Container size={420} py={96} component="main">
      <Stack>
        <Title order={1}>Sign in to Ratchet</Title>
        {attempt.error && (
          <Alert color="red" role="alert">
            {attempt.error.message}
          </Alert>
        )}
        {token !== undefined && (
          // A click, and not the visit, uses the link up: mail programs and chats visit links to preview them.
          <Button loading={attempt.isPending} onClick={() => attempt.mutate({ token })}>
            Sign in with this link
          </Button>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            attempt.mutate({ secret_key: secretKey.trim() });
          }}
        >
          <Stack>
            <PasswordInput
              label="Secret key"
              placeholder="sk-…"
              autoComplete="current-password"
              value={secretKey}
              onChange={(event) => setSecretKey(event.currentTarget.value)}
            />
            <Button type="submit" variant={token === undefined ? "filled" : "default"} loading={attempt.isPending} disabled={!secretKey.trim()}>
              Sign in
            </Button>
          </Stack>
        </form>
        <Text size="sm" c="dimmed">
          <Code>ratchet serve</Code> prints a link that signs in once, and <Code>ratchet keys create</Code> makes a key.
        </Text>
      </Stack>
    </Container>
  );
}

const isOwn = (path: string | undefined): path is string => path !== undefined && /^\/(?![/\\])/.test(path);
