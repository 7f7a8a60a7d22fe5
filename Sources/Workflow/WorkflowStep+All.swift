// WorkflowStep+All: the steps, in the order of the work.

extension WorkflowStep {
  /// Every step.
  public static let all = [plan, roadmap, specify, build, review, resume, answer]

  static let plan = WorkflowStep(
    name: "plan", title: "Plan a project",
    description: "Write the project's plan with the human, and refine it until its critic is content.",
    arguments: [.project], loopType: .plan,
    aim: """
      Make the plan of {project}: its purpose, its users, what is in and what is out, and the signs by which it is done.
      """,
    instructions: [
      "Read what is there: get_project_plan (not_found: there is none yet) and the documents of the repository.",
      """
      Ask the human for what you do not know: purpose, users, limits, time. A few questions at a time; invent no answers.
      """,
      """
      store_project_plan with markdown, a heading a field (Project Vision, Primary Objectives, Included Features, Excluded \
      Features, Success Metrics, Identified Risks, …); leave out what nobody knows yet. Later changes name the fields that \
      change, with expected_version.
      """,
    ])

  static let roadmap = WorkflowStep(
    name: "roadmap", title: "Make a roadmap",
    description: "Cut the plan into phases that can be specified and built one after the other.",
    arguments: [.project], loopType: .roadmap,
    aim: "Make the roadmap of {project}: phases in their order, each with a result that somebody can try.",
    instructions: [
      "get_project_plan; without a plan make that first. get_roadmap shows an earlier roadmap, list_specs its phases.",
      "Cut the work into phases small enough for one spec each; say what each delivers, needs and leaves out.",
      """
      store_roadmap with markdown, a heading a field; an answer that names missing headings says which. Ask the human \
      about budget, team and dates rather than filling them in.
      """,
    ],
    afterwards: ["Then create_spec for each phase, in their order, once the human wants it specified."])

  static let specify = WorkflowStep(
    name: "specify", title: "Specify a phase",
    description: "Write the technical spec of one phase, and refine it until its critic is content.",
    arguments: [.project, .spec], loopType: .spec,
    aim: "Write the technical spec of {spec} of {project}, so that somebody else can build it without asking.",
    instructions: [
      "get_spec; where there is none, read the plan, the roadmap and the code that the phase touches.",
      """
      create_spec with objectives, scope, dependencies and deliverables. These four are frozen from then on: agree on them \
      with the human first.
      """,
      """
      Fill the rest with update_spec: architecture, functional_requirements, testing_strategy, success_criteria, …; edits \
      change a passage without sending the whole text again. Give expected_version when others may write too.
      """,
    ])

  static let build = WorkflowStep(
    name: "build", title: "Build a phase",
    description: "Plan the building of one spec, build it, and have the code reviewed until the reviewer is content.",
    arguments: [.project, .spec], loopType: .buildCode,
    aim: "Build {spec} of {project} as its spec says.",
    instructions: [
      "get_spec, whole. What the code teaches otherwise goes back into the spec by update_spec, never past it.",
      """
      Set spec_status to in-development. Work in small steps, each with its tests as testing_strategy says; run them all \
      before you have anything judged.
      """,
      "For a large phase first refine a plan of the building in a loop of type build_plan, judged by build-critic.",
    ],
    afterwards: ["Then update_spec with spec_status completed."])

  static let review = WorkflowStep(
    name: "review", title: "Review as a critic",
    description: "Judge the draft of a loop as its critic, and record the feedback.",
    arguments: [.project, .loop], loopType: nil,
    aim: "Judge the draft of {loop} in {project} as its critic. You did not write it; be strict and fair.",
    instructions: [
      "get_loop, then the draft itself: get_spec, get_project_plan, get_roadmap, or the code and its tests.",
      "list_history with the loop_id shows what was asked for before: look whether it was really mended.",
      """
      Score 0 to 100 by what stands there, not by promises: 100 is work that you would put your name under, every open \
      key issue costs points, and something essential that is missing keeps the score below the threshold.
      """,
      """
      record_feedback with the score, a summary in a sentence or two, key_issues (each one fault with its place), blockers \
      (what must be mended whatever the score) and recommendations. Then tell what the decision is; mend nothing yourself.
      """,
    ])

  static let resume = WorkflowStep(
    name: "resume", title: "Resume the work",
    description: "Find out where the project stands and go on from there.",
    arguments: [.project], loopType: nil,
    aim: "Go on with {project} where it was left.",
    instructions: [
      "resume_project shows plan, roadmap, specs and the active loops, the most urgent first, each with what comes next.",
      "A loop that waits for the human comes first: put its question to them and record their answer.",
      "Then take the first loop: list_history with its loop_id for the last key issues, get_spec for the draft; go on.",
      "Tell the human in three sentences where things stand before you change anything.",
    ])

  static let answer = WorkflowStep(
    name: "answer", title: "Answer open questions",
    description: "Put the loops' open questions to the human and record the answers.",
    arguments: [.project], loopType: nil,
    aim: "Loops of {project} may wait for the human. Put their questions to the human, and record what they say.",
    instructions: [
      "list_loops with status user_input names the loops; list_history with a loop_id shows the last feedback.",
      "For each: say in short what is being made, how the scores went and what is open; then ask. One loop at a time.",
      """
      record_user_feedback with the human's own words and their verdict: continue, accept or stop. Nobody but the human \
      answers: no answer is no answer, and a loop that has none goes on waiting.
      """,
      "Then go on with the loops that were answered, as their next decision says.",
    ])
}
