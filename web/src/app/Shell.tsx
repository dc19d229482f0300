import { ActionIcon, AppShell, Burger, Group, Kbd, NavLink, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Notifications } from "@mantine/notifications";
import { openSpotlight } from "@mantine/spotlight";
import { IconLogout, IconSearch } from "@tabler/icons-react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { signOut } from "@/api/session";
import { FiringCount } from "@/features/alerts/FiringCount";
import { ColorScheme } from "./ColorScheme";
import { PAGES } from "./pages";
import { Palette } from "./Palette";
import { ProjectName } from "./ProjectName";
import classes from "./Shell.module.css";

/** The frame around every page: where one is, and every way on. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 196, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a href="#main" className={classes.skip}>
        Skip to the page
      </a>
      <AppShell.Header px="md">
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Pages" />
            <img src="/favicon.svg" width={22} height={22} alt="" />
            <Text fw={600}>Ratchet</Text>
            <ProjectName />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <UnstyledButton className={classes.search} onClick={openSpotlight} aria-label="Search or go to… Ctrl K">
              <IconSearch size={15} />
              <Text size="sm" visibleFrom="sm">
                Search or go to…
              </Text>
              <Kbd size="xs" visibleFrom="sm">
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <ColorScheme />
            <Tooltip label="Sign out">
              <ActionIcon variant="subtle" color="gray" aria-label="Sign out" onClick={() => void leave()}>
                <IconLogout size={18} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label="Pages">
        {PAGES.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            leftSection={<Icon size={18} stroke={1.6} />}
            rightSection={to === "/alerts" && <FiringCount />}
            active={to === "/" ? path === "/" : path.startsWith(to)}
            onClick={close}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <Palette />
      {/* Within the router, so that a notice can link to what it is about. */}
      <Notifications position="bottom-right" />
    </AppShell>
  );
}

async function leave() {
  await signOut();
  window.location.assign("/sign-in"); // leaves nothing of the project behind in memory
}
