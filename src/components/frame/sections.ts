/** The eight sections of the program, in the order of the sidebar. */
import { Archive, BookUser, Clock, House, Megaphone, ScrollText, Settings, Wallet } from '@lucide/vue'
import type { Component } from 'vue'

export interface Section {
  id: 'home' | 'campaigns' | 'contacts' | 'templates' | 'history' | 'archives' | 'accounts' | 'settings'
  path: string
  icon: Component
}

export const sections: readonly Section[] = [
  { id: 'home', path: '/', icon: House },
  { id: 'campaigns', path: '/campaigns', icon: Megaphone },
  { id: 'contacts', path: '/contacts', icon: BookUser },
  { id: 'templates', path: '/templates', icon: ScrollText },
  { id: 'history', path: '/history', icon: Clock },
  { id: 'archives', path: '/archives', icon: Archive },
  { id: 'accounts', path: '/accounts', icon: Wallet },
  { id: 'settings', path: '/settings', icon: Settings },
]
