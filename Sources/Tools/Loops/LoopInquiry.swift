// LoopInquiry: asks the human how a loop is to go on, and stores the answer; docs/contract.md, "Decisions".

import JSON
import MCP
import Models
import State

/// The question about one loop.
struct LoopInquiry {
  private let question: HumanQuestion
  private let policy: LoopPolicy

  /// Asks about the loop and records what the human says, once: the first answer to a question wins.
  static func run(
    on id: LoopID, of state: any StateManager, through asker: any Asker
  ) async throws(Failure) -> InquiryOutcome<Written<Loop>> {
    let question = try await state.question(of: id)
    let inquiry = LoopInquiry(question: question, policy: state.policies[question.loop.loopType])
    return try await asker.inquire(inquiry.form, orFail: inquiry.unanswered) { (form, memo) throws(Failure) in
      try await state.recordGuidance(try inquiry.guidance(in: form, at: QuestionPlace(memo)), on: id, once: nil)
    }
  }

  private func unanswered(_ reason: String) -> Failure { .unanswered(question, reason, under: policy) }

  // MARK: The form

  /// Of members and keywords that every revision with forms has.
  private var form: Question {
    let verdicts = GuidanceVerdict.allCases.map { JSONValue.string($0.rawValue) }
    return Question(
      message: question.text(under: policy),
      schema: [
        "type": "object",
        "properties": [
          "verdict": [
            "type": "string", "title": "Verdict",
            "description": "continue: another iteration, by your words; accept: it is good enough; stop: give it up",
            "enum": .array(verdicts),
          ],
          "feedback": [
            "type": "string", "title": "Your words", "description": "What to do next or why; needed to continue",
          ],
        ],
        "required": ["verdict"],
      ],
      memo: question.place.memo)
  }

  /// - Throws: `waiting_for_human` for a form that is no answer: other values than the form has, or no words to go on by.
  private func guidance(in form: JSONObject, at place: QuestionPlace) throws(Failure) -> Guidance {
    let verdict = form["verdict"].map { $0.stringValue.flatMap { GuidanceVerdict(rawValue: $0) } } ?? .goOn
    guard let verdict else { throw unanswered("the form came back with another verdict than it offers") }
    let words = try words(in: form["feedback"] ?? .null)
    if verdict == .goOn, words == nil { throw unanswered("the form came back without words to go on by") }
    return Guidance(feedback: words, verdict: verdict, source: .elicited, place: place)
  }

  private func words(in field: JSONValue) throws(Failure) -> Text? {
    guard field != .null, field.stringValue?.isBlank != true else { return nil }
    guard case .success(let words)? = field.stringValue.map(Text.check) else {
      throw unanswered("the form came back with words that are not \(Text.allowed)")
    }
    return Text(trusted: words)
  }
}

extension QuestionPlace {
  /// The place as the question keeps it until the answer comes.
  fileprivate var memo: JSONValue { [JSONValue(iteration), JSONValue(guidanceCount)] }

  fileprivate init(_ memo: JSONValue) {
    let numbers = memo.arrayValue?.compactMap(\.intValue) ?? []
    self.init(iteration: numbers.first ?? 0, guidanceCount: numbers.last ?? 0)
  }
}
