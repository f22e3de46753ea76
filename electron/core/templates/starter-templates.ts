/**
 * Texts that a new database starts with, one set per language. Each fits one segment with short values, uses GSM-7
 * characters only (so no ç, no typographic apostrophe) and shows one thing that a template can do.
 */

export interface StarterTemplate {
  readonly name: string
  readonly body: string
}

export const starterTemplates: Readonly<Record<'fr' | 'en', readonly StarterTemplate[]>> = {
  fr: [
    {
      name: 'Rappel de paiement',
      body: 'Bonjour {{ Prénom | default: "cher client" }}, votre solde de {{ Montant }} est attendu le {{ Date }}. Merci de passer au magasin ou d\'appeler le {{ Contact }}.',
    },
    {
      name: 'Rendez-vous',
      body: "Bonjour {{ Prénom }}, nous vous attendons le {{ Date }} à {{ Heure }}. En cas d'imprévu, appelez le {{ Contact }}.",
    },
    {
      name: 'Réunion de parents',
      body: 'Chers parents de {{ Élève }}, la réunion de la classe {{ Classe }} aura lieu le {{ Date }} à {{ Heure }}. Votre présence compte. La direction',
    },
    {
      name: 'Promotion',
      body: 'Bonjour {{ Prénom | default: "cher client" }}, -20% sur tout le magasin du {{ Début }} au {{ Fin }}. Bienvenue ! Pour ne plus recevoir nos SMS, dites-le-nous en magasin.',
    },
    {
      name: 'Commande prête',
      body: 'Bonjour {{ Prénom }}, votre commande {{ Numéro }} est disponible. Vous pouvez la retirer de 8h à 18h. Merci !',
    },
    {
      name: 'Information à la communauté',
      body: 'Chers membres, {{ Message }} Merci de partager autour de vous.',
    },
  ],
  en: [
    {
      name: 'Payment reminder',
      body: 'Hello {{ First name | default: "dear customer" }}, your balance of {{ Amount }} is due on {{ Date }}. Please visit the shop or call {{ Contact }}.',
    },
    {
      name: 'Appointment',
      body: 'Hello {{ First name }}, we expect you on {{ Date }} at {{ Time }}. If you cannot come, please call {{ Contact }}.',
    },
    {
      name: 'Parents meeting',
      body: 'Dear parents of {{ Pupil }}, the meeting of class {{ Class }} is on {{ Date }} at {{ Time }}. Your presence matters. The head teacher',
    },
    {
      name: 'Promotion',
      body: 'Hello {{ First name | default: "dear customer" }}, 20% off everything from {{ Start }} to {{ End }}. Welcome! To stop our SMS, tell us in the shop.',
    },
    {
      name: 'Order ready',
      body: 'Hello {{ First name }}, your order {{ Number }} is ready. You can collect it from 8 am to 6 pm. See you soon!',
    },
    {
      name: 'Community notice',
      body: 'Dear members, {{ Message }} Please share this around you.',
    },
  ],
}
