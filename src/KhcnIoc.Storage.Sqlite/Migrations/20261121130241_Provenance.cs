using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KhcnIoc.Storage.Sqlite.Migrations
{
    public partial class Provenance : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Row",
                table: "Observations",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channel",
                table: "Batches",
                type: "TEXT",
                maxLength: 20,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Batches",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "Boundaries",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    ValidFrom = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    Attribution = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    FileName = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ImportedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WithdrawnAt = table.Column<long>(type: "INTEGER", nullable: true),
                    GeometryJson = table.Column<string>(type: "TEXT", nullable: false),
                    ReportJson = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Boundaries", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Rejections_FeedId_LastSeenAt",
                table: "Rejections",
                columns: new[] { "FeedId", "LastSeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Observations_SourceId",
                table: "Observations",
                column: "SourceId",
                filter: "[SourceId] IS NOT NULL");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Boundaries");

            migrationBuilder.DropIndex(
                name: "IX_Rejections_FeedId_LastSeenAt",
                table: "Rejections");

            migrationBuilder.DropIndex(
                name: "IX_Observations_SourceId",
                table: "Observations");

            migrationBuilder.DropColumn(
                name: "Row",
                table: "Observations");

            migrationBuilder.DropColumn(
                name: "Channel",
                table: "Batches");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "Batches");
        }
    }
}
