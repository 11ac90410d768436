#include "CSchemas.h"

// Every file of schemas/, in the order of its path. A test compares this list with the folder, both ways.

static const unsigned char config_schema[] = {
#embed "../../schemas/config.schema.json"
};
static const unsigned char exchange[] = {
#embed "../../schemas/exchange.json"
};
static const unsigned char exchange_schema[] = {
#embed "../../schemas/exchange.schema.json"
};
static const unsigned char pricing_schema[] = {
#embed "../../schemas/pricing.schema.json"
};
static const unsigned char pricing_ai21[] = {
#embed "../../schemas/pricing/ai21.json"
};
static const unsigned char pricing_alibaba[] = {
#embed "../../schemas/pricing/alibaba.json"
};
static const unsigned char pricing_amazon_bedrock[] = {
#embed "../../schemas/pricing/amazon-bedrock.json"
};
static const unsigned char pricing_anthropic[] = {
#embed "../../schemas/pricing/anthropic.json"
};
static const unsigned char pricing_assemblyai[] = {
#embed "../../schemas/pricing/assemblyai.json"
};
static const unsigned char pricing_azure[] = {
#embed "../../schemas/pricing/azure.json"
};
static const unsigned char pricing_black_forest_labs[] = {
#embed "../../schemas/pricing/black-forest-labs.json"
};
static const unsigned char pricing_cerebras[] = {
#embed "../../schemas/pricing/cerebras.json"
};
static const unsigned char pricing_cohere[] = {
#embed "../../schemas/pricing/cohere.json"
};
static const unsigned char pricing_deepgram[] = {
#embed "../../schemas/pricing/deepgram.json"
};
static const unsigned char pricing_deepseek[] = {
#embed "../../schemas/pricing/deepseek.json"
};
static const unsigned char pricing_elevenlabs[] = {
#embed "../../schemas/pricing/elevenlabs.json"
};
static const unsigned char pricing_fireworks[] = {
#embed "../../schemas/pricing/fireworks.json"
};
static const unsigned char pricing_google[] = {
#embed "../../schemas/pricing/google.json"
};
static const unsigned char pricing_groq[] = {
#embed "../../schemas/pricing/groq.json"
};
static const unsigned char pricing_jina[] = {
#embed "../../schemas/pricing/jina.json"
};
static const unsigned char pricing_meta[] = {
#embed "../../schemas/pricing/meta.json"
};
static const unsigned char pricing_minimax[] = {
#embed "../../schemas/pricing/minimax.json"
};
static const unsigned char pricing_mistral[] = {
#embed "../../schemas/pricing/mistral.json"
};
static const unsigned char pricing_moonshot[] = {
#embed "../../schemas/pricing/moonshot.json"
};
static const unsigned char pricing_ollama[] = {
#embed "../../schemas/pricing/ollama.json"
};
static const unsigned char pricing_openai[] = {
#embed "../../schemas/pricing/openai.json"
};
static const unsigned char pricing_openrouter[] = {
#embed "../../schemas/pricing/openrouter.json"
};
static const unsigned char pricing_perplexity[] = {
#embed "../../schemas/pricing/perplexity.json"
};
static const unsigned char pricing_pollinations[] = {
#embed "../../schemas/pricing/pollinations.json"
};
static const unsigned char pricing_sambanova[] = {
#embed "../../schemas/pricing/sambanova.json"
};
static const unsigned char pricing_stability[] = {
#embed "../../schemas/pricing/stability.json"
};
static const unsigned char pricing_together[] = {
#embed "../../schemas/pricing/together.json"
};
static const unsigned char pricing_vertex[] = {
#embed "../../schemas/pricing/vertex.json"
};
static const unsigned char pricing_voyage[] = {
#embed "../../schemas/pricing/voyage.json"
};
static const unsigned char pricing_xai[] = {
#embed "../../schemas/pricing/xai.json"
};
static const unsigned char pricing_zai[] = {
#embed "../../schemas/pricing/zai.json"
};
static const unsigned char pricing_zhipu[] = {
#embed "../../schemas/pricing/zhipu.json"
};
static const unsigned char record_schema[] = {
#embed "../../schemas/record.schema.json"
};
static const unsigned char tokens_estimator[] = {
#embed "../../schemas/tokens/estimator.json"
};
static const unsigned char tools_check_limit[] = {
#embed "../../schemas/tools/check_limit.json"
};
static const unsigned char tools_compare_models[] = {
#embed "../../schemas/tools/compare_models.json"
};
static const unsigned char tools_estimate_cost[] = {
#embed "../../schemas/tools/estimate_cost.json"
};
static const unsigned char tools_get_usage[] = {
#embed "../../schemas/tools/get_usage.json"
};
static const unsigned char tools_record_usage[] = {
#embed "../../schemas/tools/record_usage.json"
};

#define FILE_ENTRY(path, name) {path, name, sizeof name}

static const struct schema_file files[] = {
  FILE_ENTRY("config.schema.json", config_schema),
  FILE_ENTRY("exchange.json", exchange),
  FILE_ENTRY("exchange.schema.json", exchange_schema),
  FILE_ENTRY("pricing.schema.json", pricing_schema),
  FILE_ENTRY("pricing/ai21.json", pricing_ai21),
  FILE_ENTRY("pricing/alibaba.json", pricing_alibaba),
  FILE_ENTRY("pricing/amazon-bedrock.json", pricing_amazon_bedrock),
  FILE_ENTRY("pricing/anthropic.json", pricing_anthropic),
  FILE_ENTRY("pricing/assemblyai.json", pricing_assemblyai),
  FILE_ENTRY("pricing/azure.json", pricing_azure),
  FILE_ENTRY("pricing/black-forest-labs.json", pricing_black_forest_labs),
  FILE_ENTRY("pricing/cerebras.json", pricing_cerebras),
  FILE_ENTRY("pricing/cohere.json", pricing_cohere),
  FILE_ENTRY("pricing/deepgram.json", pricing_deepgram),
  FILE_ENTRY("pricing/deepseek.json", pricing_deepseek),
  FILE_ENTRY("pricing/elevenlabs.json", pricing_elevenlabs),
  FILE_ENTRY("pricing/fireworks.json", pricing_fireworks),
  FILE_ENTRY("pricing/google.json", pricing_google),
  FILE_ENTRY("pricing/groq.json", pricing_groq),
  FILE_ENTRY("pricing/jina.json", pricing_jina),
  FILE_ENTRY("pricing/meta.json", pricing_meta),
  FILE_ENTRY("pricing/minimax.json", pricing_minimax),
  FILE_ENTRY("pricing/mistral.json", pricing_mistral),
  FILE_ENTRY("pricing/moonshot.json", pricing_moonshot),
  FILE_ENTRY("pricing/ollama.json", pricing_ollama),
  FILE_ENTRY("pricing/openai.json", pricing_openai),
  FILE_ENTRY("pricing/openrouter.json", pricing_openrouter),
  FILE_ENTRY("pricing/perplexity.json", pricing_perplexity),
  FILE_ENTRY("pricing/pollinations.json", pricing_pollinations),
  FILE_ENTRY("pricing/sambanova.json", pricing_sambanova),
  FILE_ENTRY("pricing/stability.json", pricing_stability),
  FILE_ENTRY("pricing/together.json", pricing_together),
  FILE_ENTRY("pricing/vertex.json", pricing_vertex),
  FILE_ENTRY("pricing/voyage.json", pricing_voyage),
  FILE_ENTRY("pricing/xai.json", pricing_xai),
  FILE_ENTRY("pricing/zai.json", pricing_zai),
  FILE_ENTRY("pricing/zhipu.json", pricing_zhipu),
  FILE_ENTRY("record.schema.json", record_schema),
  FILE_ENTRY("tokens/estimator.json", tokens_estimator),
  FILE_ENTRY("tools/check_limit.json", tools_check_limit),
  FILE_ENTRY("tools/compare_models.json", tools_compare_models),
  FILE_ENTRY("tools/estimate_cost.json", tools_estimate_cost),
  FILE_ENTRY("tools/get_usage.json", tools_get_usage),
  FILE_ENTRY("tools/record_usage.json", tools_record_usage),
};

size_t schema_file_count(void) { return sizeof files / sizeof files[0]; }

const struct schema_file *schema_file_at(size_t index) { return &files[index]; }
