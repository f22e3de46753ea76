/** The frame of the window: sidebar, skip link, palette groups. */
import type { Messages } from '../fr'

export const frame: Messages['frame'] = {
  actions: 'Actions',
  brand: 'Griot',
  coreEnded: {
    body: 'The engine of Griot stopped without warning and started again. This campaign is paused: its messages that were on their way are marked as doubtful and do not leave again by themselves. Resume it when you like, nobody will get the message twice. | The engine of Griot stopped without warning and started again. These campaigns are paused: their messages that were on their way are marked as doubtful and do not leave again by themselves. Resume them when you like, nobody will get the message twice.',
    close: 'Close',
    show: 'See the campaign | See the campaigns',
    nothingSent: 'The engine of Griot stopped and started again',
    nothingSentBody: 'Nothing was being sent.',
    title: 'Sending was interrupted',
  },
  darkTheme: 'Switch to the dark theme',
  finished: 'Campaign “{name}” finished',
  lightTheme: 'Switch to the light theme',
  lowBalance: 'Low balance: {account}',
  missed: {
    body: '“{name}” was to leave on {at}, but Griot was closed. Nothing was sent.',
    send: 'Send now',
    show: 'See the campaign',
    title: 'A planned send did not leave',
  },
  navigation: 'Main navigation',
  pages: 'Pages',
  paletteHint: 'Search',
  quit: {
    background: 'Go on in the background',
    body: 'If you quit, sending stops and goes on when you ask. Nobody will be forgotten, nobody will get the message twice.',
    pause: 'Pause and quit',
    stay: 'Stay',
    title: 'A campaign is being sent | Campaigns are being sent',
  },
  running: {
    label: 'Running campaigns',
    pause: 'Pause {name}',
    progress: '{done} of {total}',
    resume: 'Resume {name}',
  },
  seeAccounts: 'See the accounts',
  seeCampaign: 'See',
  skipped: '{name}: nothing was sent from {from} to {to}, and it is too late to make up for it',
  skip: 'Skip to content',
  trial: {
    body: 'It gets no security fixes any more: give it neither real keys nor real contacts.',
    title: 'For trying out only.',
  },
}
