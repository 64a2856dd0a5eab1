-- Stage 90, grants: PUBLIC may call nothing of ours. Readers are granted the API functions, which run as their owner.
revoke all on schema pgsummary from public;
revoke all on all functions in schema pgsummary from public;
