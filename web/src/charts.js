/** The charts of the dashboard: the name of each in its answer, and its table. */
import * as tables from './tables.js'

export const CHARTS = {
  conferences: { chart: 'conference_summary', title: 'Conferences by day', table: tables.conferenceTable },
  issues: { chart: 'issue_summary', title: 'Most common issues', table: tables.issueTable },
  durations: { chart: 'conference_duration_summary', title: 'Conference duration', table: tables.conferenceDurationTable },
  setupTimes: { chart: 'connection_setup_time_summary', title: 'Connection set-up time', table: tables.connectionSetupTimeTable },
  participants: {
    chart: 'conference_participant_count_summary',
    title: 'Number of participants',
    table: tables.conferenceParticipantCountTable
  },
  cities: { chart: 'session_geo_summary', title: 'Where sessions come from', table: tables.sessionGeoTable },
  browsers: { chart: 'session_summary', title: 'Browsers', table: tables.browserTable },
  systems: { chart: 'session_summary', title: 'Operating systems', table: tables.osTable },
  gumErrors: { chart: 'issue_gum_summary', title: 'getUserMedia errors', table: tables.issueGumTable },
  connections: { chart: 'connection_summary', title: 'Relayed connections', table: tables.connectionTable }
}
