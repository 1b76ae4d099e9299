//! Tables that a full extract has and the authority has nothing to put into. Several are empty in every council's.

use crate::demo::formats::sheet::{Sheet, empty};

pub const SHEETS: &[Sheet] = &[
    empty!("ssd_family":
        "fami_table_id" "fami_family_id" "fami_person_id"),
    empty!("ssd_address":
        "addr_table_id" "addr_address_json" "addr_person_id" "addr_address_type" "addr_address_start_date"
        "addr_address_end_date" "addr_address_postcode"),
    empty!("ssd_mother":
        "moth_table_id" "moth_person_id" "moth_childs_person_id" "moth_childs_dob"),
    empty!("ssd_cla_convictions":
        "clac_cla_conviction_id" "clac_person_id" "clac_cla_conviction_date" "clac_cla_conviction_offence"),
    empty!("ssd_cla_immunisations":
        "clai_person_id" "clai_immunisations_status" "clai_immunisations_status_date"),
    empty!("ssd_cla_substance_misuse":
        "clas_substance_misuse_id" "clas_person_id" "clas_substance_misuse_date" "clas_substance_misused"
        "clas_intervention_received"),
    empty!("ssd_cla_previous_permanence":
        "lapp_table_id" "lapp_person_id" "lapp_previous_permanence_order_date" "lapp_previous_permanence_option"
        "lapp_previous_permanence_la"),
    empty!("ssd_voice_of_child":
        "voch_table_id" "voch_person_id" "voch_explained_worries" "voch_story_help_understand" "voch_agree_worker"
        "voch_plan_safe" "voch_tablet_help_explain"),
    empty!("ssd_linked_identifiers":
        "link_table_id" "link_person_id" "link_identifier_type" "link_identifier_value" "link_valid_from_date"
        "link_valid_to_date"),
    empty!("ssd_send":
        "send_table_id" "send_upn" "send_uln" "send_upn_unknown" "send_person_id"),
    empty!("ssd_sen_need":
        "senn_table_id" "senn_active_ehcp_id" "senn_active_ehcp_need_type" "senn_active_ehcp_need_rank"),
    empty!("ssd_ehcp_requests":
        "ehcr_ehcp_request_id" "ehcr_send_table_id" "ehcr_ehcp_req_date" "ehcr_ehcp_req_outcome_date"
        "ehcr_ehcp_req_outcome"),
    empty!("ssd_ehcp_assessment":
        "ehca_ehcp_assessment_id" "ehca_ehcp_request_id" "ehca_ehcp_assessment_outcome_date"
        "ehca_ehcp_assessment_outcome" "ehca_ehcp_assessment_exceptions"),
    empty!("ssd_ehcp_named_plan":
        "ehcn_named_plan_id" "ehcn_ehcp_asmt_id" "ehcn_named_plan_start_date" "ehcn_named_plan_ceased_date"
        "ehcn_named_plan_ceased_reason"),
    empty!("ssd_ehcp_active_plans":
        "ehcp_active_ehcp_id" "ehcp_ehcp_request_id" "ehcp_active_ehcp_last_review_date"),
    empty!("ssd_s251_finance":
        "s251_table_id" "s251_cla_placement_id" "s251_placeholder_1" "s251_placeholder_2" "s251_placeholder_3"
        "s251_placeholder_4"),
];
