// SharedNotes: the descriptions of arguments that many tools have; short, for an agent reads each with every list.

import Models

/// Notes on arguments that mean the same in every tool.
enum SharedNotes {
  /// By the argument's name.
  static let all = [
    "idempotency_key": "A repeat with the same key gets the first result.",
    "cursor": "next_cursor of the page before.",
    "markdown": "The whole document. Fields beside it beat it.",
    "limit": "Default \(Limit.default.value), at most \(Limit.range.upperBound).",
    "clear_fields": "To unset.",
    "remove_sections": "Names of sections.",
    "restore_version": "Stored again as a new version, alone.",
    "loop_id": "From create_loop.",
    "spec_name": "From list_specs.",
    "phase_name": "spec_name is made from it.",
    "expected_version": "The version you read; refused when another is current.",
    "version": "Default: the current one.",
    "status": "Only those with it.",
    "query": "Words, in any order.",
    "loop_type": "What is refined; sets the policy.",
    "critic_agent": "Your role: \(CriticAgent.known.map(\.value).joined(separator: ", ")), or another name.",
    "score": "100: nothing to improve.",
    "key_issues": "One fault each; a recurring one in the same words.",
  ]
}
