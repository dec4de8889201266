"""The report of very many checks is freed from doubles."""
from checkov.common.output.record import Record
from checkov.common.output.report import Report, remove_duplicate_results

report = Report("terraform")
for number in range(16_000):
    record = Record(
        check_id=f"CKV_{number % 90}",
        bc_check_id=None,
        check_name="name",
        check_result={"result": "FAILED"},
        code_block=[],
        file_path=f"/main{number % 15_500}.tf",
        file_line_range=[number % 15_500, number % 15_500 + 5],
        resource=f"aws_s3_bucket.bucket{number % 15_500}",
        evaluations=None,
        check_class="class",
        file_abs_path="/main.tf",
    )
    report.failed_checks.append(record)
clean = remove_duplicate_results(report)
print(len(clean.failed_checks), clean.failed_checks[0].resource, clean.failed_checks[-1].resource)
